package dev.polder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void slicesShareTheArrayAndCountFromTheirOwnStart() {
    // Given
    Bytes whole = Bytes.utf8("0123456789");

    // When
    Bytes inner = whole.slice(2, 8).slice(1, 4);

    // Then
    assertThat(inner.utf8()).isEqualTo("345");
    assertThat(inner.at(0)).isEqualTo((byte) '3');
    assertThat(inner.array()).isSameAs(whole.array());
    assertThat(inner.toArray()).isEqualTo("345".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nothingOutsideAStretchCanBeSeen() {
    // Given
    Bytes inner = Bytes.utf8("0123456789").slice(2, 5);

    // Then
    assertThatThrownBy(() -> inner.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> inner.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> inner.slice(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bytes.of(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void stretchesWithTheSameBytesAreEqualWhereverTheyLie() {
    // Given
    Bytes one = Bytes.utf8("xabcx").slice(1, 4);
    Bytes other = Bytes.utf8("abc");

    // Then
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(Bytes.utf8("abd"));
    assertThat(Bytes.EMPTY).isEqualTo(other.slice(1, 1));
  }

  @Test
  void joinsInOrderAndCopiesOnlyWhenItMust() {
    // Given
    Bytes only = Bytes.utf8("only");

    // Then
    assertThat(Bytes.concat(List.of(only))).isSameAs(only);
    assertThat(Bytes.concat(List.of()).isEmpty()).isTrue();
    assertThat(Bytes.concat(List.of(Bytes.utf8("a"), Bytes.EMPTY, Bytes.utf8("bc"))).utf8())
        .isEqualTo("abc");
  }

  @Test
  void goesIntoABufferAndBack() {
    // Given
    Bytes inner = Bytes.utf8("0123456789").slice(3, 6);

    // When
    Buffer buffer = inner.toBuffer();

    // Then
    assertThat(buffer.toString()).isEqualTo("345");
    assertThat(Bytes.of(buffer)).isEqualTo(inner);
    assertThat(Bytes.of(buffer.slice(1, 3)).utf8()).isEqualTo("45");
  }

  @Test
  void copiesBuffersThatLieOutsideTheHeap() {
    // Given
    Buffer direct =
        BufferInternal.buffer(
            Unpooled.directBuffer().writeBytes("abc".getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(Bytes.of(direct).utf8()).isEqualTo("abc");
  }

  @Test
  void showsItsLengthAndNeverItsContents() {
    assertThat(Bytes.utf8("private")).hasToString("Bytes[7]");
  }
}
