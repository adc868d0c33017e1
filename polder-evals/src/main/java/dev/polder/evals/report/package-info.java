/// Pages about evaluations, each one file that needs neither network nor script: [RunReport] about
/// one run, [ComparisonReport] about a candidate beside its reference, [BoardReport] about all use
/// cases. Whoever has results fills one of these records and asks it for [Report#html()]; nothing
/// is computed here that a verdict rests on.
@NullMarked
package dev.polder.evals.report;

import org.jspecify.annotations.NullMarked;
