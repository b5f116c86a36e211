package io.xenscope.dissect.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one file describes. Names that are not in it are looked for in the tables it uses. */
public final class Table {

    private final String file;
    private final Map<String, Struct> structs = new HashMap<>();
    private final Map<String, BitGroup> bits = new HashMap<>();
    private final Map<String, Enumeration> enumerations = new HashMap<>();
    private final List<Table> used;

    private Table(String file, Json json, List<Table> used) {
        this.file = file;
        this.used = used;
        Json section = json.object("structs");
        if (section != null) {
            for (String name : section.names()) {
                structs.put(name, Struct.of(name, inside(section, name)));
            }
        }
        section = json.object("bitsets");
        if (section != null) {
            for (String name : section.names()) {
                bits.put(name, BitGroup.of(inside(section, name).objects("bits")));
            }
        }
        section = json.object("enums");
        if (section != null) {
            for (String name : section.names()) {
                enumerations.put(name, Enumeration.of(inside(section, name)));
            }
        }
    }

    private static Json inside(Json section, String name) {
        Json json = section.object(name);
        if (json == null) {
            throw new IllegalStateException(name + " is no object");
        }
        return json;
    }

    static Table load(String file, Table... used) {
        return of(file, Json.resource(file), used);
    }

    static Table of(String file, Json json, Table... used) {
        return new Table(file, json, List.of(used));
    }

    /** The structure called {@code name}. */
    public Struct struct(String name) {
        Struct struct = structs.get(name);
        for (int i = 0; struct == null && i < used.size(); i++) {
            struct = used.get(i).structs.get(name);
        }
        return known(struct, name);
    }

    BitGroup bits(String name) {
        BitGroup group = bits.get(name);
        for (int i = 0; group == null && i < used.size(); i++) {
            group = used.get(i).bits.get(name);
        }
        return known(group, name);
    }

    Enumeration enumeration(String name) {
        Enumeration enumeration = enumerations.get(name);
        for (int i = 0; enumeration == null && i < used.size(); i++) {
            enumeration = used.get(i).enumerations.get(name);
        }
        return known(enumeration, name);
    }

    private <T> T known(@Nullable T found, String name) {
        if (found == null) {
            throw new IllegalArgumentException(file + " and what it uses do not define " + name);
        }
        return found;
    }

    Map<String, Struct> structs() {
        return structs;
    }

    Map<String, BitGroup> bitGroups() {
        return bits;
    }

    Map<String, Enumeration> enumerations() {
        return enumerations;
    }
}
