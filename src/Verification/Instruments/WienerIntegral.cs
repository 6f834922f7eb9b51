namespace ScoreSde.Verification.Instruments;

/// <summary>A standard normal z = ∫ w dW/√∫ w² that a Brownian path W gives: w is 0 outside of [To, From].</summary>
/// <param name="From">The noisier end of the times that it sees.</param>
/// <param name="To">The cleaner end.</param>
/// <param name="Weight">w(τ) at a time within; only its shape matters.</param>
public sealed record WienerIntegral(double From, double To, Func<double, double> Weight)
{
    /// <summary>w at any time.</summary>
    public double At(double time) => time <= From && time >= To ? Weight(time) : 0;
}
