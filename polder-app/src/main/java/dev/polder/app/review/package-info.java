/// What is in order in a configuration but unwise: [Review][dev.polder.app.review.Review] tells it
/// in sentences that need no engineer.
@NullMarked
package dev.polder.app.review;

import org.jspecify.annotations.NullMarked;
