package io.xenscope.output;

import tools.jackson.core.io.SerializedString;

/** Member names of the top level and of the event envelope, encoded once. */
final class Names {
    static final SerializedString TIMESTAMP = new SerializedString("@timestamp");
    static final SerializedString ECS = new SerializedString("ecs");
    static final SerializedString VERSION = new SerializedString("version");
    static final SerializedString EVENT = new SerializedString("event");
    static final SerializedString KIND = new SerializedString("kind");
    static final SerializedString CATEGORY = new SerializedString("category");
    static final SerializedString TYPE = new SerializedString("type");
    static final SerializedString ACTION = new SerializedString("action");
    static final SerializedString DATASET = new SerializedString("dataset");
    static final SerializedString ID = new SerializedString("id");
    static final SerializedString SEQUENCE = new SerializedString("sequence");
    static final SerializedString SOURCE = new SerializedString("source");
    static final SerializedString DESTINATION = new SerializedString("destination");
    static final SerializedString IP = new SerializedString("ip");
    static final SerializedString PORT = new SerializedString("port");
    static final SerializedString NETWORK = new SerializedString("network");
    static final SerializedString TRANSPORT = new SerializedString("transport");
    static final SerializedString COMMUNITY_ID = new SerializedString("community_id");
    static final SerializedString PROTOCOL = new SerializedString("protocol");
    static final SerializedString FILE = new SerializedString("file");
    static final SerializedString PATH = new SerializedString("path");
    static final SerializedString OBSERVER = new SerializedString("observer");
    static final SerializedString PRODUCT = new SerializedString("product");
    static final SerializedString HOSTNAME = new SerializedString("hostname");
    static final SerializedString LABELS = new SerializedString("labels");
    static final SerializedString MESSAGE = new SerializedString("message");
    static final SerializedString RULE = new SerializedString("rule");
    static final SerializedString NAME = new SerializedString("name");
    static final SerializedString XENSCOPE = new SerializedString("xenscope");
    static final SerializedString SCHEMA = new SerializedString("schema");
    static final SerializedString DIRECTION = new SerializedString("direction");
    static final SerializedString LAYER = new SerializedString("layer");
    static final SerializedString OFFSET = new SerializedString("offset");
    static final SerializedString LENGTH = new SerializedString("length");
    static final SerializedString RECORD = new SerializedString("record");
    static final SerializedString BATCH = new SerializedString("batch");
    static final SerializedString COMPRESSED = new SerializedString("compressed");
    static final SerializedString ROUND = new SerializedString("round");
    static final SerializedString CHECKPOINT = new SerializedString("checkpoint");
    static final SerializedString GAP = new SerializedString("gap");
    static final SerializedString EXPERT = new SerializedString("expert");
    static final SerializedString MIGRATION = new SerializedString("migration");
    static final SerializedString PROGRESS = new SerializedString("progress");
    static final SerializedString TOTALS = new SerializedString("totals");
    static final SerializedString DROP = new SerializedString("drop");
    static final SerializedString OUTCOME = new SerializedString("outcome");
    static final SerializedString REASON = new SerializedString("reason");

    private Names() {}
}
