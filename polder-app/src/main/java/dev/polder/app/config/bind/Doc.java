package dev.polder.app.config.bind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a field of the file means.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {
  /// For people, in a few words; Markdown.
  String value();

  /// What holds where the file says nothing, as the file would say it. Without it, a plain field
  /// that is not `Optional` must be there.
  String usual() default "";

  /// The same in words, where the file could not say it.
  String absent() default "";

  /// How messages call one entry of a map (`Provider`, before its name) or of a list (`A key`).
  String item() default "";

  /// The fault where a map or a list holds nothing; `%s` stands for what it belongs to. Without it
  /// there may be nothing.
  String needed() default "";

  /// What to write instead of a word that is none of the known ones.
  String remedy() default "";
}
