using System.Globalization;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Checkpoints;

/// <summary>
/// Processes as the two words that a checkpoint stores: <c>vp</c>, <c>subvp</c>, <c>ve</c> or <c>flow</c>, and the schedule's name, for
/// example <c>linear:0.1,20</c>.
/// </summary>
internal static class ProcessNames
{
    /// <summary>The process that these words name; with a table, that of the table, whose word is for people.</summary>
    /// <exception cref="FormatException">A word is unknown or a number is out of range.</exception>
    public static IDiffusionProcess Parse(string process, string schedule, TableSchedule? table = null)
    {
        try
        {
            INoiseSchedule clock = table ?? ParseSchedule(schedule);
            return process switch
            {
                "vp" => new VariancePreserving(clock),
                "subvp" => new SubVariancePreserving(clock),
                "ve" => new VarianceExploding(clock),
                "flow" => new RectifiedFlow(clock),
                _ => throw new FormatException($"the process {Excerpt.Of(process)} is unknown"),
            };
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"the schedule {Excerpt.Of(schedule)} is out of range", exception);
        }
    }

    /// <summary>Whether the words of this process, and its table where it has one, say all there is to say about it.</summary>
    public static bool CanName(IDiffusionProcess process)
    {
        if (process.Schedule is TableSchedule)
        {
            return process is VariancePreserving or SubVariancePreserving or VarianceExploding or RectifiedFlow;
        }

        try
        {
            return Parse(process.Name, process.Schedule.Name).Equals(process);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static INoiseSchedule ParseSchedule(string text)
    {
        string kind = text.Split(':')[0];
        double[] numbers = Numbers(text);
        return (kind, numbers.Length) switch
        {
            ("linear", 2) => new LinearSchedule(numbers[0], numbers[1]),
            ("geometric", 2) => new GeometricSchedule(numbers[0], numbers[1]),
            ("cosine", 0) => new CosineSchedule(),
            ("straight", 0) => new StraightSchedule(),
            _ => throw new FormatException($"the schedule {Excerpt.Of(text)} is unknown"),
        };
    }

    private static double[] Numbers(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return [];
        }

        string[] words = text[(colon + 1)..].Split(',');
        return Array.ConvertAll(words, word =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? number
                : throw new FormatException($"the schedule {Excerpt.Of(text)} is unknown"));
    }
}
