/// Stand-ins for tests, named for what they are; never shipped.
///
/// [ScriptedUpstream][dev.polder.testkit.ScriptedUpstream] is a model server on a real socket that
/// does exactly what a [Script][dev.polder.testkit.Script] says, faults included;
/// [OpenAiAnswers][dev.polder.testkit.OpenAiAnswers] are scripts in the OpenAI dialect.
/// [ScriptedProxy][dev.polder.testkit.ScriptedProxy] stands on the way to an upstream;
/// [TestAuthority][dev.polder.testkit.TestAuthority] signs an upstream's certificate.
/// [Fuzz][dev.polder.testkit.Fuzz] tries a property with many seeds, and a
/// [Mutation][dev.polder.testkit.Mutation] damages bytes for it.
@NullMarked
package dev.polder.testkit;

import org.jspecify.annotations.NullMarked;
