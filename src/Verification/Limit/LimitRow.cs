namespace ScoreSde.Verification.Limit;

/// <summary>How far a DDPM chain of N steps is from the variance-preserving SDE.</summary>
/// <param name="Steps">N.</param>
/// <param name="LogSignal">|ln ᾱ_N + ∫β| of the linear β_i: the end of the forward chain.</param>
/// <param name="Divergence">KL in nats of the true reverse chain's path from the DDPM path with variance β, on N(0, 0.09).</param>
/// <param name="Variance">|Var − v| at t = 0.1 of the reverse chain with variance β, on N(0, 0.09).</param>
/// <param name="Shape">N² Σ E KL(q(x_{i−1} | x_i) ‖ the Gaussian with its moments) on ½ N(−0.8, 0.16) + ½ N(0.8, 0.16): it tends to a constant. NaN for more than 1000 steps.</param>
public sealed record LimitRow(int Steps, double LogSignal, double Divergence, double Variance, double Shape);
