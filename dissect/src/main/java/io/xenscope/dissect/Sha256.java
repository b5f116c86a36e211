package io.xenscope.dissect;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash function of ids and of contents. */
public final class Sha256 {

    private Sha256() {}

    /** A hash to be fed. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
