namespace ScoreSde.Solvers;

/// <summary>
/// The range of a learned reverse variance: ln Σ = v ln β + (1 − v) ln β̃ with v = (w + 1)/2, β the variance of the forward step and β̃ that of
/// q(x_to | x_from, x₀). Nichol and Dhariwal 2021, eq. (15).
/// </summary>
/// <param name="LogLow">ln β̃.</param>
/// <param name="LogHigh">ln β.</param>
public readonly record struct VarianceRange(double LogLow, double LogHigh)
{
    /// <summary>d ln Σ/dw.</summary>
    public double LogSlope => 0.5 * (LogHigh - LogLow);

    /// <summary>ln Σ at w = 0.</summary>
    public double LogMiddle => 0.5 * (LogHigh + LogLow);

    /// <summary>The range of a step that does not end at t = 0.</summary>
    public static VarianceRange Of(in GridStep step) => Of(in step, step.PosteriorVariance);

    /// <summary>The same with another lower end in the place of β̃, which at t = 0 is 0; not above β.</summary>
    public static VarianceRange Of(in GridStep step, double low)
    {
        double high = step.TransitionVariance;
        return new(Math.Log(Math.Min(low, high)), Math.Log(high));
    }

    /// <summary>ln Σ.</summary>
    /// <param name="w">−1 at β̃, 1 at β; nothing clamps it.</param>
    public double LogOf(double w) => LogMiddle + (w * LogSlope);
}
