package dev.polder.app.config.value;

/// An amount of money, in whatever currency its owner counts.
///
/// @param amount from 0
public record Money(double amount) {}
