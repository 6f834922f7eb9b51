using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Cli.Catalog;

/// <summary>A method that a name stands for: a way to make its settings from the one number after the name and the model's moments.</summary>
/// <param name="Make">Settings from the number, or from <see cref="Fallback"/> where none was given.</param>
/// <param name="Parameter">What the number is (<c>η</c>), null where the method has none.</param>
/// <param name="Fallback">The number's value where none is given.</param>
/// <param name="Low">The least it may be.</param>
/// <param name="High">The most it may be.</param>
/// <param name="IsWhole">Whether it must be a whole number.</param>
internal sealed record SolverChoice(
    Func<double, INoiseMoment, ISolver> Make,
    string? Parameter = null,
    double Fallback = 0,
    double Low = 0,
    double High = 0,
    bool IsWhole = false)
{
    /// <summary>Whether it is another project's departure from its paper, kept to show what that costs.</summary>
    public bool IsAsPublished { get; init; }

    /// <summary>The promises of the method with its parameter at the fallback.</summary>
    public SolverFacts Facts => Make(Fallback, UnknownMoment.Instance).Facts;

    /// <summary>The parameter's value in the text after the colon; the fallback where there is no text; null and a fault for a bad one.</summary>
    public double? Read(string name, string? number, Faults faults)
    {
        if (number is null)
        {
            return Fallback;
        }

        if (Parameter is null)
        {
            faults.Add($"Solver '{name}' takes no number; write '{name}' without ':{number}'.");
            return null;
        }

        bool isNumber = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= Low && value <= High;
        if (isNumber && (!IsWhole || value == Math.Floor(value)))
        {
            return value;
        }

        string kind = IsWhole ? "a whole number" : "a number";
        faults.Add($"{Parameter} of solver '{name}' must be {kind} from {Low:R} to {High:R}, not '{number}'.");
        return null;
    }
}
