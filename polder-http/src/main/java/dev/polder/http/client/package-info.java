/// The upstream side: [UpstreamClient][dev.polder.http.client.UpstreamClient] sends a request and
/// tells an [ExchangeListener][dev.polder.http.client.ExchangeListener] what comes back; an
/// [Exchange][dev.polder.http.client.Exchange] can be held, resumed and cancelled. A
/// [Transport][dev.polder.http.client.Transport] says through which proxy it travels and whose
/// certificates are believed.
@NullMarked
package dev.polder.http.client;

import org.jspecify.annotations.NullMarked;
