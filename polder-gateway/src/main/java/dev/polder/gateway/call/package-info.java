/// One request of a client from its arrival to its receipt:
/// [CallHandler][dev.polder.gateway.call.CallHandler] leads a [Call][dev.polder.gateway.call.Call]
/// through the rooms below; the [Catalogue][dev.polder.gateway.call.Catalogue] knows the
/// [UseCase][dev.polder.gateway.call.UseCase]s. A
/// [CallListener][dev.polder.gateway.call.CallListener] hears how calls go.
@NullMarked
package dev.polder.gateway.call;

import org.jspecify.annotations.NullMarked;
