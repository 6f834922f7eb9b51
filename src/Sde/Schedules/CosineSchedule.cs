namespace ScoreSde.Schedules;

/// <summary>
/// The cosine schedule ᾱ(t) = cos²(θ(t)) / cos²(θ(0)) with θ(t) = ½π (t + s)/(1 + s), whose rate
/// β(t) = π/(1 + s) · tan θ(t) is held at <see cref="BetaMax"/> once it gets there. Nichol and Dhariwal 2021, eq. (17).
/// </summary>
/// <remarks>
/// Without the cap B(1) = ∞. The discrete schedule of the paper caps β_i at 0.999 for the same reason; with 1000 steps
/// that is a rate of 999, the default here. It acts for t &gt; 0.99798 and gives B(1) = 13.5.
/// </remarks>
public sealed record CosineSchedule : INoiseSchedule
{
    private readonly double cap;
    private readonly double integralAtCap;

    /// <param name="offset">s ≥ 0, 0.008 in the paper: keeps β(0) away from 0.</param>
    /// <param name="betaMax">The highest rate, 1/time.</param>
    public CosineSchedule(double offset = 0.008, double betaMax = 999)
    {
        Offset = Require.Positive(offset);
        BetaMax = Require.Positive(betaMax);
        double angle = Math.Atan(betaMax * (1 + offset) / Math.PI);
        cap = Math.Min(1, (angle * 2 / Math.PI * (1 + offset)) - offset);
        if (cap <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(betaMax), betaMax, "betaMax must exceed the rate at t = 0.");
        }

        integralAtCap = CosineIntegral(cap);
    }

    /// <summary>s.</summary>
    public double Offset { get; }

    /// <summary>The cap on β, 1/time.</summary>
    public double BetaMax { get; }

    /// <inheritdoc/>
    public string Name => "cosine";

    /// <inheritdoc/>
    public double Beta(double t) => t >= cap ? BetaMax : Math.PI / (1 + Offset) * Math.Tan(Angle(t));

    /// <summary>B(t) = −2 ln(cos θ(t)/cos θ(0)) up to the cap, a straight line after it.</summary>
    public double Integral(double t) => t <= cap ? CosineIntegral(t) : integralAtCap + (BetaMax * (t - cap));

    /// <summary>t from cos θ = cos θ(0) · e^(−B/2), by way of sin² so that small B keeps its digits.</summary>
    public double TimeOfIntegral(double integral)
    {
        ScheduleGuard.Integral(integral, Integral(1));
        if (integral > integralAtCap)
        {
            return Math.Min(1, cap + ((integral - integralAtCap) / BetaMax));
        }

        // cos²θ = c₀² e^(−B); with θ = θ₀ + δ: tan θ is stable through sin²θ = s₀² + c₀² (1 − e^(−B)).
        double start = Angle(0);
        double c = Math.Cos(start);
        double s = Math.Sin(start);
        double drop = -c * c * Special.Exponentials.Expm1(-integral);
        double sine = Math.Sqrt((s * s) + drop);
        double cosine = c * Math.Exp(-integral / 2);
        // sin(θ − θ₀) = sin θ cos θ₀ − cos θ sin θ₀; its square difference form avoids subtracting equals.
        double numerator = drop / ((sine * c) + (cosine * s));
        double delta = Math.Atan2(numerator, (cosine * c) + (sine * s));
        return delta * 2 / Math.PI * (1 + Offset);
    }

    private double Angle(double t) => 0.5 * Math.PI * (t + Offset) / (1 + Offset);

    // −2 ln(cos θ/cos θ₀) = −2 ln(1 − 2 sin(½(θ+θ₀)) sin(½(θ−θ₀)) / cos θ₀): exact for small t.
    private double CosineIntegral(double t)
    {
        double half = 0.25 * Math.PI * t / (1 + Offset);
        double start = Angle(0);
        double fall = 2 * Math.Sin(start + half) * Math.Sin(half) / Math.Cos(start);
        return fall < 0.5
            ? -2 * Special.Exponentials.Log1p(-fall)
            : -2 * Math.Log(Math.Sin(0.5 * Math.PI * (1 - t) / (1 + Offset)) / Math.Cos(start));
    }
}
