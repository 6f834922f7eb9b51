namespace ScoreSde.Verification.Posteriors;

/// <summary>The evidence p(y) of a case by particles, and the exact one.</summary>
/// <param name="Log">ln of the mean of Ẑ over the samples, nats.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Exact">ln p(y) under the law of the data; the chain of the particles has another by the error of its steps.</param>
/// <param name="EffectiveParticles">The mean over samples of the least (Σ w)²/Σ w² on the way.</param>
public sealed record PosteriorEvidence(double Log, double StandardError, double Exact, double EffectiveParticles);
