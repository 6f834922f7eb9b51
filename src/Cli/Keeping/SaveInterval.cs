using System.Globalization;
using ScoreSde.Cli.Arguments;

namespace ScoreSde.Cli.Keeping;

/// <summary>How often training saves on its way.</summary>
/// <param name="Steps">After so many steps; null for no such rule.</param>
/// <param name="Time">After so long; null for no such rule.</param>
internal sealed record SaveInterval(int? Steps, TimeSpan? Time)
{
    /// <summary>The word of the default.</summary>
    public const string Default = "5m";

    private const double MostHours = 24 * 365;

    /// <summary>Reads 500 (steps), 90s, 5m, 1h or never.</summary>
    public static SaveInterval Read(string word, Faults faults)
    {
        if (word == "never")
        {
            return new(null, null);
        }

        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int steps) && steps > 0)
        {
            return new(steps, null);
        }

        double hours = word.Length == 0 ? 0 : word[^1] switch { 's' => 1.0 / 3600, 'm' => 1.0 / 60, 'h' => 1, _ => 0 };
        if (hours > 0
            && double.TryParse(word[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number > 0 && number * hours <= MostHours)
        {
            return new(null, TimeSpan.FromHours(number * hours));
        }

        faults.Add($"--save-every must be a number of steps, a time such as 90s, 5m or 1h, or never, not '{word}'.");
        return new(null, null);
    }
}
