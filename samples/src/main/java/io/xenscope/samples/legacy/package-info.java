/** Small synthetic streams of the format before Xen 4.6, for tests: a writer of its parts, and a sound stream of each kind. */
@NullMarked
package io.xenscope.samples.legacy;

import org.jspecify.annotations.NullMarked;
