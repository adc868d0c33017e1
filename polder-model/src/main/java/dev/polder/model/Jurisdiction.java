package dev.polder.model;

/// Who can see or take away: three facts, never one. Each is a country code (ISO 3166-1 alpha-2, or
/// `EU`).
///
/// @param location where data is processed
/// @param control whose law can compel or withdraw the service
/// @param maker whose law can withdraw the model or its licence
public record Jurisdiction(String location, String control, String maker) {}
