/// Takes over what LiteLLM's proxy was told:
/// [LiteLlmFile][dev.polder.app.config.litellm.LiteLlmFile] makes a `polder.yaml` of a
/// `config.yaml`, and a [Remark][dev.polder.app.config.litellm.Remark] of each key that has no
/// counterpart.
@NullMarked
package dev.polder.app.config.litellm;

import org.jspecify.annotations.NullMarked;
