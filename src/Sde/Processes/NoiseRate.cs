namespace ScoreSde.Processes;

/// <summary>
/// The noise rate r as a function of the noise level: a number where Lowest ≤ σ/α ≤ Highest, and 0, the flow, elsewhere. A plain number
/// converts to the rate that is the same everywhere; the default value is 1, the reverse SDE.
/// </summary>
/// <remarks>
/// Every r(t) ≥ 0 keeps the marginals (<see cref="ReverseProcess"/>), so a method that takes the rate at the start of each step for all of the
/// step solves a member of the family, and where the rate jumps costs no accuracy. The band is what SA-Solver (Xue et al. 2023, §6) and
/// EDM's churn (Karras et al. 2022, table 5) tune.
/// </remarks>
public readonly record struct NoiseRate
{
    private readonly double rate;
    private readonly double highest;
    private readonly bool isSet;

    /// <param name="rate">r ≥ 0 within the band.</param>
    /// <param name="lowest">The lowest σ/α of the band, at least 0.</param>
    /// <param name="highest">The highest, above the lowest; +∞ for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate below 0, not finite or not a number; a band that is empty.</exception>
    public NoiseRate(double rate, double lowest = 0, double highest = double.PositiveInfinity)
    {
        this.rate = Require.NonNegative(rate, nameof(NoiseRate));
        Lowest = Require.NonNegative(lowest);
        this.highest = highest > lowest
            ? highest
            : throw new ArgumentOutOfRangeException(nameof(highest), highest, $"The band of a noise rate must end above {lowest:R}, where it begins.");
        isSet = true;
    }

    /// <summary>r within the band.</summary>
    public double Rate => isSet ? rate : 1;

    /// <summary>The lowest σ/α of the band.</summary>
    public double Lowest { get; }

    /// <summary>The highest σ/α of the band.</summary>
    public double Highest => isSet ? highest : double.PositiveInfinity;

    /// <summary>Whether the rate is the same at every level.</summary>
    public bool IsConstant => Rate == 0 || (Lowest == 0 && double.IsPositiveInfinity(Highest));

    /// <summary>The same rate at every level.</summary>
    public static implicit operator NoiseRate(double rate) => new(rate);

    /// <summary>r at a level.</summary>
    public double At(NoiseLevel level) => IsConstant || (level.Ratio >= Lowest && level.Ratio <= Highest) ? Rate : 0;

    /// <inheritdoc/>
    public bool Equals(NoiseRate other) => Rate == other.Rate && Lowest == other.Lowest && Highest == other.Highest;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rate, Lowest, Highest);
}
