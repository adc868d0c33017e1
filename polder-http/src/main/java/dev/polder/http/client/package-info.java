/// The upstream side: [UpstreamClient][dev.polder.http.client.UpstreamClient] sends a request and
/// tells an [ExchangeListener][dev.polder.http.client.ExchangeListener] what comes back; an
/// [Exchange][dev.polder.http.client.Exchange] can be held, resumed and cancelled.
@NullMarked
package dev.polder.http.client;

import org.jspecify.annotations.NullMarked;
