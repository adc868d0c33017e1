/// Official clients, unmodified, against a Polder that is configured as an operator does it, over
/// scripted upstreams: what the application notices when a model is withdrawn.
@NullMarked
package dev.polder.app.sdk;

import org.jspecify.annotations.NullMarked;
