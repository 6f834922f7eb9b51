using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Checkpoints;

/// <summary>The table of a discrete schedule as a tensor of a checkpoint: −ln ᾱ_i, i = 0 … T, F64, so that it comes back bit for bit.</summary>
internal static class ScheduleTensor
{
    /// <summary>The name of the tensor.</summary>
    public const string Name = "schedule.integrals";

    /// <summary>The tensor of a process that has a table; none of others.</summary>
    public static IEnumerable<Tensor> Of(IDiffusionProcess process) =>
        process.Schedule is TableSchedule table ? [new Tensor(Name, [table.Integrals.Length], table.Integrals)] : [];

    /// <summary>The word of a schedule in a checkpoint: of a table without the path of the file that it came from.</summary>
    public static string WordOf(INoiseSchedule schedule) =>
        schedule is TableSchedule && schedule.Name.StartsWith("table:", StringComparison.Ordinal) ? "table" : schedule.Name;

    /// <summary>The table in a file; null where there is none.</summary>
    /// <exception cref="FormatException">The tensor is no table.</exception>
    public static TableSchedule? Read(TensorFile content, string word)
    {
        if (content.Find(Name) is not { } tensor)
        {
            return null;
        }

        if (tensor.Type != TensorType.F64 || tensor.Shape.Count != 1)
        {
            throw new FormatException($"{Name} is {tensor.Type} {tensor.ShapeText} and not F64 [T + 1]");
        }

        try
        {
            return TableSchedule.FromIntegrals(tensor.ToArray<double>(), word);
        }
        catch (ArgumentException refusal)
        {
            throw new FormatException($"{Name} is no table: {refusal.Message.Split(" (Parameter")[0].TrimEnd('.')}", refusal);
        }
    }
}
