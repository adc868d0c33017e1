package dev.polder.engine.decode;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Chooses the tokens of one answer; the same generator state gives the same tokens.
///
/// Not for use by several threads.
final class Sampler {
  private final Sampling sampling;
  private final RandomGenerator random;
  private final BitSet seen = new BitSet();

  Sampler(Sampling sampling, RandomGenerator random) {
    this.sampling = sampling;
    this.random = random;
  }

  /// The generator of a seed: the same numbers on every machine.
  static RandomGenerator seeded(long seed) {
    return new SplittableRandom(seed);
  }

  /// Tells the sampler a token of prompt or answer, for the repetition penalty.
  void saw(int token) {
    seen.set(token);
  }

  /// The next token. The logits are changed in place by the repetition penalty.
  int next(FloatBuffer logits) {
    penalise(logits);
    return sampling.greedy() ? likeliest(logits) : candidates(logits).pick(random.nextDouble());
  }

  /// Tokens that may come next, the likeliest first, with probabilities that sum to 1.
  Candidates candidates(FloatBuffer logits) {
    float[] scores = new float[logits.remaining()];
    float most = -Float.MAX_VALUE;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = logits.get(i) / (float) sampling.temperature();
      most = Math.max(most, scores[i]);
    }
    float least = sampling.topK() > 0 ? kthLargest(scores, sampling.topK()) : -Float.MAX_VALUE;
    double total = 0;
    for (float score : scores) {
      total += score >= least ? Math.exp((double) score - most) : 0;
    }
    // Tokens so unlikely that all of them together fall outside top-p need not be sorted.
    double negligible = total * (1 - sampling.topP()) / scores.length;
    float worthwhile = negligible > 0 ? (float) (most + Math.log(negligible)) : least;
    return nucleus(sorted(scores, Math.max(least, worthwhile), most, total));
  }

  private void penalise(FloatBuffer logits) {
    float penalty = (float) sampling.repetitionPenalty();
    if (penalty == 1) {
      return;
    }
    for (int token = seen.nextSetBit(0); token >= 0; token = seen.nextSetBit(token + 1)) {
      float logit = logits.get(token);
      logits.put(token, logit < 0 ? logit * penalty : logit / penalty);
    }
  }

  private static int likeliest(FloatBuffer logits) {
    int best = 0;
    for (int i = 1; i < logits.remaining(); i++) {
      if (logits.get(i) > logits.get(best)) {
        best = i;
      }
    }
    return best;
  }

  private static float kthLargest(float[] scores, int k) {
    float[] ascending = scores.clone();
    Arrays.sort(ascending);
    return ascending[Math.max(0, ascending.length - k)];
  }

  private static Candidates sorted(float[] scores, float least, float most, double total) {
    // Score and token in one long, so that primitives are sorted: likeliest first, then lowest
    // token.
    long[] keys = new long[scores.length];
    int count = 0;
    for (int token = 0; token < scores.length; token++) {
      if (scores[token] >= least) {
        int bits = Float.floatToIntBits(scores[token]);
        int ordered = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
        keys[count++] = ((long) ~ordered << 32) | token;
      }
    }
    Arrays.sort(keys, 0, count);
    int[] tokens = new int[count];
    double[] probabilities = new double[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = (int) keys[i];
      probabilities[i] = Math.exp((double) scores[tokens[i]] - most) / total;
    }
    return new Candidates(tokens, probabilities);
  }

  private Candidates nucleus(Candidates all) {
    int kept = 0;
    double sum = 0;
    while (kept < all.tokens().length
        && (kept == 0 || sum < sampling.topP() || sampling.topP() == 1)) {
      sum += all.probabilities()[kept++];
    }
    return all.normalised(kept);
  }

  /// Parallel arrays of tokens and their probabilities; not copied, for one step's use.
  @SuppressWarnings("ArrayRecordComponent") // made and used up within one decoding step
  record Candidates(int[] tokens, double[] probabilities) {
    Candidates normalised(int count) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += probabilities[i];
      }
      double[] parts = new double[count];
      for (int i = 0; i < count; i++) {
        parts[i] = probabilities[i] / sum;
      }
      return new Candidates(Arrays.copyOf(tokens, count), parts);
    }

    /// The token at a point in [0, 1) of the cumulative distribution.
    int pick(double point) {
      double sum = 0;
      for (int i = 0; i < tokens.length - 1; i++) {
        sum += probabilities[i];
        if (point < sum) {
          return tokens[i];
        }
      }
      return tokens[tokens.length - 1];
    }
  }
}
