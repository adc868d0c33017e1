/// What dialects share on the wire: [Fields][dev.polder.model.dialect.wire.Fields] reads an object
/// and names what nobody took from it, [SettingFields][dev.polder.model.dialect.wire.SettingFields]
/// goes by the rules, [EventWriter][dev.polder.model.dialect.wire.EventWriter] writes events.
@NullMarked
package dev.polder.model.dialect.wire;

import org.jspecify.annotations.NullMarked;
