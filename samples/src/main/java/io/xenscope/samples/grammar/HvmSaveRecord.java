package io.xenscope.samples.grammar;

/**
 * One record inside an HVM_CONTEXT blob.
 *
 * @param type number of the save record
 * @param instance usually the VCPU
 * @param length octets of its body
 */
public record HvmSaveRecord(int type, int instance, int length) {}
