using ScoreSde.Cli.Arguments;
using ScoreSde.Solvers;

namespace ScoreSde.Cli.Catalog;

/// <summary>A method that a name stands for: its settings, or a way to make them from the one number after the name.</summary>
/// <param name="Make">Settings from the number, or from <see cref="Fallback"/> where none was given.</param>
/// <param name="Parameter">What the number is (<c>η</c>), null where the method has none.</param>
/// <param name="Fallback">The number's value where none is given.</param>
/// <param name="Low">The least it may be.</param>
/// <param name="High">The most it may be.</param>
/// <param name="IsWhole">Whether it must be a whole number.</param>
internal sealed record SolverChoice(
    Func<double, ISolver> Make, string? Parameter = null, double Fallback = 0, double Low = 0, double High = 0, bool IsWhole = false)
{
    /// <summary>The method with its parameter at the fallback.</summary>
    public ISolver Default => Make(Fallback);

    /// <summary>The method for the text after the colon, or for no text; a bad number is a fault.</summary>
    public ISolver? Read(string name, string? number, Faults faults)
    {
        if (number is null)
        {
            return Default;
        }

        if (Parameter is null)
        {
            faults.Add($"Solver '{name}' takes no number; write '{name}' without ':{number}'.");
            return null;
        }

        bool isNumber = double.TryParse(number, out double value) && value >= Low && value <= High;
        if (!isNumber || (IsWhole && value != Math.Floor(value)))
        {
            string kind = IsWhole ? "a whole number" : "a number";
            faults.Add($"{Parameter} of solver '{name}' must be {kind} from {Low:R} to {High:R}, not '{number}'.");
            return null;
        }

        return Make(value);
    }
}
