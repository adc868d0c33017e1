/// Canaries: small suites that deployments are asked on a schedule, so that a vendor's silent
/// change of a model is noticed. [CanaryWatch][dev.polder.app.canary.CanaryWatch] asks them and
/// keeps what it knows; [CanaryLook][dev.polder.app.canary.CanaryLook] is what people see of one;
/// [Leave][dev.polder.app.canary.Leave] says when a deployment may be asked.
@NullMarked
package dev.polder.app.canary;

import org.jspecify.annotations.NullMarked;
