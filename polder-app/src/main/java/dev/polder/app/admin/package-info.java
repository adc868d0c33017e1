/// The admin API: what a person, a script or `polder restrict` may ask and tell a running gateway,
/// on a port of its own.
///
/// [AdminServer][dev.polder.app.admin.AdminServer] listens and lets in,
/// [AdminApi][dev.polder.app.admin.AdminApi] does what is asked,
/// [StateFolder][dev.polder.app.admin.StateFolder] keeps address and token for the commands on the
/// same machine, and [AdminClient][dev.polder.app.admin.AdminClient] is what those ask with.
@NullMarked
package dev.polder.app.admin;

import org.jspecify.annotations.NullMarked;
