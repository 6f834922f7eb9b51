namespace ScoreSde.States;

/// <summary>The variance that a number stands for: shift + scale · number, not below <paramref name="Least"/>; or the exponential of that sum.</summary>
/// <param name="Scale">The factor of the number.</param>
/// <param name="Shift">What is added.</param>
/// <param name="Least">What the variance is at least, 0 or more.</param>
/// <param name="IsLogarithm">Whether the sum is the variance's logarithm.</param>
public readonly record struct NumberVariance(double Scale, double Shift, double Least = 0, bool IsLogarithm = false)
{
    /// <summary>The deviation, the root of the variance.</summary>
    public double DeviationOf(double number)
    {
        double made = Math.FusedMultiplyAdd(Scale, number, Shift);
        return IsLogarithm ? Math.Max(Math.Sqrt(Least), Math.Exp(0.5 * made)) : Math.Sqrt(Math.Max(Least, made));
    }
}
