package dev.polder.demo;

/// One piece of work from a suite, with the answer that is right.
///
/// @param useCase what the application asks for as a model
record Item(String useCase, String system, String user, String target) {}
