namespace ScoreSde.Images;

/// <summary>What an axis shows.</summary>
/// <param name="Low">Its beginning; finite.</param>
/// <param name="High">Its end; greater.</param>
public readonly record struct PlotRange(double Low, double High)
{
    private const double Rounding = 1e-9;
    private const int MostTicks = 100;

    /// <summary>Its beginning.</summary>
    public double Low { get; } = Require.Finite(Low);

    /// <summary>Its end.</summary>
    public double High { get; } = Require.Finite(High) > Low ? High : throw new ArgumentOutOfRangeException(nameof(High), High, $"An axis that begins at {Low} must end after it.");

    /// <summary>High − Low.</summary>
    public double Length => High - Low;

    /// <summary>(Low + High)/2.</summary>
    public double Middle => Low + (Length / 2);

    /// <summary>The share of the way from beginning to end: 0 … 1 inside.</summary>
    public double ShareOf(double value) => (value - Low) / Length;

    /// <summary>Whether the axis shows a value.</summary>
    public bool Holds(double value) => value >= Low && value <= High;

    /// <summary>The least range that holds both.</summary>
    public PlotRange Joined(PlotRange other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>A range of another length about the same middle.</summary>
    public PlotRange Widened(double length) => new(Middle - (length / 2), Middle + (length / 2));

    /// <summary>The most signs of a number at the ticks of a picture.</summary>
    public int LabelSigns => Ticks(8).Select(static tick => tick.Text.Length).DefaultIfEmpty(1).Max();

    /// <summary>The distance of ticks of which the range holds at most about so many: 1, 2 or 5 times a power of ten.</summary>
    public double Step(int most)
    {
        double rough = Length / Require.Positive(most) * (1 - Rounding);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
    }

    /// <summary>Round values that the range holds, at most about so many, with the texts that stand at them.</summary>
    public IReadOnlyList<(double Value, string Text)> Ticks(int most)
    {
        double step = Step(most);
        double first = Math.Ceiling((Low / step) - Rounding);
        double last = Math.Floor((High / step) + Rounding);

        // Where double tells no such values apart there are none.
        return double.IsFinite(first) && last - first is >= 0 and <= MostTicks
            ? [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => ((first + i) * step, Label((first + i) * step, step)))]
            : [];
    }

    /// <summary>A value as it stands at a tick: with as many digits as tell it from its neighbours.</summary>
    /// <param name="value">The value.</param>
    /// <param name="step">The distance of ticks.</param>
    public static string Label(double value, double step)
    {
        const double Large = 1e6;
        const double Small = 1e-4;
        value = Math.Abs(value) < Rounding * step ? 0 : value;
        if (step < Small || Math.Abs(value) >= Large)
        {
            int digits = value == 0 ? 0 : Math.Clamp((int)Math.Round(Math.Floor(Math.Log10(Math.Abs(value))) - Math.Floor(Math.Log10(step) + Rounding)), 0, 15);
            return value == 0 ? "0" : value.ToString($"0.{new string('#', digits)}e0", System.Globalization.CultureInfo.InvariantCulture);
        }

        int decimals = Math.Max(0, (int)-Math.Floor(Math.Log10(step) + Rounding));
        return value.ToString($"F{decimals}", System.Globalization.CultureInfo.InvariantCulture);
    }
}
