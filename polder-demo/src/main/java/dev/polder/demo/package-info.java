/// Polder at work: [Demo][dev.polder.demo.Demo] runs a gateway with two small models of the
/// project's own, lets an application talk to it with OpenAI's official client, takes the primary
/// away in the middle of traffic and shows what the application noticed.
@NullMarked
package dev.polder.demo;

import org.jspecify.annotations.NullMarked;
