using System.Globalization;

namespace ScoreSde.Discrete;

/// <summary>A chain that goes by a name, with the numbers that it has where none are given: <c>ddpm</c> is <c>ddpm:0.0001,0.02,1000</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">The formula and where it is from.</param>
/// <param name="Usual">The numbers where none are given; the last is T.</param>
/// <param name="Form">What the numbers are: <c>first,last,T</c>.</param>
/// <param name="Make">The chain of the numbers.</param>
public sealed record NamedChain(string Name, string Summary, IReadOnlyList<double> Usual, string Form, Func<IReadOnlyList<double>, DdpmChain> Make)
{
    /// <summary>The most steps that a chain has which is made by its name.</summary>
    public const int MostSteps = 1_000_000;

    /// <summary>The chain of the words after the name, or of the usual numbers where these are null; its name says all of them.</summary>
    /// <exception cref="ArgumentException">The words are not numbers of <see cref="Form"/>, or no chain has them.</exception>
    public DdpmChain Of(string? words)
    {
        double[] numbers = words is null ? [.. Usual] : Numbers(words);
        return numbers[^1] is >= 2 and <= MostSteps && numbers[^1] == Math.Floor(numbers[^1])
            ? Make(numbers).Named($"{Name}:{string.Join(",", numbers.Select(static number => number.ToString("R", CultureInfo.InvariantCulture)))}")
            : throw new ArgumentException($"{Name} needs a whole number of steps T from 2 to {MostSteps}, not {numbers[^1]:R}.", nameof(words));
    }

    private double[] Numbers(string words)
    {
        string[] parts = words.Split(',');
        var numbers = new double[Usual.Count];
        bool fits = parts.Length == numbers.Length;
        for (int i = 0; fits && i < numbers.Length; i++)
        {
            fits = double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]);
        }

        return fits ? numbers : throw new ArgumentException($"{Name} takes {Form} after the colon, not '{words}'.", nameof(words));
    }
}
