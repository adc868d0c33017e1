package dev.polder.store;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A row of a query, with what may be absent told apart from zero.
record Row(ResultSet row) {
  String text(String column) throws SQLException {
    return row.getString(column);
  }

  Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  double number(String column) throws SQLException {
    return row.getDouble(column);
  }

  OptionalDouble optionalNumber(String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  int whole(String column) throws SQLException {
    return row.getInt(column);
  }

  OptionalInt optionalWhole(String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  long count(String column) throws SQLException {
    return row.getLong(column);
  }

  OptionalLong optionalCount(String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  Instant instant(String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  /// A mean with its interval; confidence and n stand in columns of those names.
  Estimate estimate(String value, String low, String high) throws SQLException {
    return new Estimate(
        number(value), new Interval(number(low), number(high)), number("confidence"), count("n"));
  }
}
