namespace ScoreSde.Discrete;

/// <summary>
/// A Gaussian transition whose mean is linear: next = OnState · x + OnOther · y + √Variance · z, where y is x₀, ε or the score, as
/// its maker says.
/// </summary>
/// <param name="OnState">The factor of x.</param>
/// <param name="OnOther">The factor of y; 0 when the mean depends on x alone.</param>
/// <param name="Variance">The variance of the noise.</param>
public readonly record struct LinearKernel(double OnState, double OnOther, double Variance)
{
    /// <summary>√Variance.</summary>
    public double Deviation => Math.Sqrt(Variance);
}
