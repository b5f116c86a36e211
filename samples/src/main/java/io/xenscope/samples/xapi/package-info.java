/** Migrations and suspend images of xapi, written octet by octet around images made elsewhere, with their truth. */
@org.jspecify.annotations.NullMarked
package io.xenscope.samples.xapi;
