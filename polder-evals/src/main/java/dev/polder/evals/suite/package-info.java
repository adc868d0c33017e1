/// Reads suites: a folder of `suite.yaml` and JSON Lines, or one file of JSON Lines. A bad suite is
/// refused as a whole, with all that is wrong with it. [SuiteFromTable] makes one of a spreadsheet.
@NullMarked
package dev.polder.evals.suite;

import org.jspecify.annotations.NullMarked;
