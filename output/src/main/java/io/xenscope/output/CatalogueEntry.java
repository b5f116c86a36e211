package io.xenscope.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the catalogue of findings says about one id of the specification's tables. */
public sealed interface CatalogueEntry {

    /** The id, such as {@code PGD-004}. */
    String id();

    /**
     * A condition and what is known about it. Severity and title are those of the finding's code and not repeated here.
     *
     * @param condition when it is met, exactly
     * @param meaning what it tells of the migration
     * @param receivers what real receivers, and Xen's verifier, do
     * @param advice what an operator or developer can do
     */
    record Explained(String id, String condition, String meaning, String receivers, String advice)
            implements CatalogueEntry {}

    /**
     * An id whose condition another table has, too, or that stands for a record: it is never raised.
     *
     * @param of the ids it is reported as; empty when it is told by a record
     * @param remark what the other ids do not say; null when that is nothing
     */
    record Alias(String id, List<String> of, @Nullable String remark) implements CatalogueEntry {
        public Alias {
            of = List.copyOf(of);
        }
    }
}
