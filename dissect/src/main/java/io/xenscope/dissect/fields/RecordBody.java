package io.xenscope.dissect.fields;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.migration.Element;

/** Takes the body of one record as it passes, then says what it held. Made anew for each record. */
public interface RecordBody extends PieceConsumer {

    /** The last octet of the body has passed: findings go to {@code element}, the decoded fields are returned. */
    Fields finish(Element element);
}
