/// Tells people when something happens that they must know of:
/// [Alerts][dev.polder.app.alert.Alerts] remembers what stands and decides what is said of it,
/// [Dispatch][dev.polder.app.alert.Dispatch] carries it to every
/// [Target][dev.polder.app.alert.Target], and the watches, which a
/// [Sentry][dev.polder.app.alert.Sentry] runs once a second, find what there is to tell.
@NullMarked
package dev.polder.app.alert;

import org.jspecify.annotations.NullMarked;
