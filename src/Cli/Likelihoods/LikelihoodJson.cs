using System.Text.Json;
using ScoreSde.Data;

namespace ScoreSde.Cli.Likelihoods;

/// <summary>
/// A likelihood run as JSON: settings, <c>meanLogDensity</c>, its errors, and <c>rows</c> with ln p and its errors. Natural logarithms and
/// natural units. A number that is not finite becomes null.
/// </summary>
internal static class LikelihoodJson
{
    private const int MostPending = 1 << 16;

    /// <summary>Writes it.</summary>
    public static void Write(Stream stream, LikelihoodReport report)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("model", report.Settings.Model.Name);
        json.WriteString("process", report.Settings.Model.Process.Name);
        json.WriteString("schedule", report.Settings.Model.Process.Schedule.Name);
        json.WriteString("data", report.Settings.Data.Name);
        json.WriteString("part", report.Settings.Part switch { DataPart.HeldOut => "held-out", DataPart.Training => "training", DataPart.All => "all", _ => "drawn" });
        json.WriteString("solver", report.Settings.Solver.Name);
        json.WriteString("grid", report.Settings.Grid.Name);
        json.WriteNumber("steps", report.Settings.Steps);
        json.WriteString("divergence", report.Settings.Divergence.Name);
        json.WriteBoolean("exactLawAtEnd", report.Settings.ExactEnd);
        json.WriteBoolean("dequantised", report.Settings.Dequantises);
        json.WriteNumber("seed", report.Settings.Seed);
        json.WriteNumber("evaluations", report.Result.Evaluations);
        Number(json, "seconds", report.Seconds);
        Number(json, "meanLogDensity", report.Result.Mean);
        Number(json, "standardError", report.Result.StandardError);
        Number(json, "probeError", report.ProbeError);
        Number(json, "meanStepError", report.StepErrors.Average());
        Number(json, "largestStepError", report.StepErrors.Max());
        Number(json, "differenceStep", report.DifferenceStep);
        Number(json, "differenceError", report.DifferenceError);
        Number(json, "largestDifferenceFromClosedForm", report.LargestGap);
        Number(json, "bitsPerDimension", report.BitsPerDimension);
        Number(json, "variationalBound", -report.Bound?.Mean - report.Shift);
        Number(json, "weightedBound", report.Weighted?.Mean - report.Shift);
        Number(json, "weightedBoundError", report.Weighted?.StandardError);
        Number(json, "effectivePaths", report.Weighted?.EffectivePaths.Average());
        json.WriteStartArray("rows");
        for (int i = 0; i < report.StepErrors.Length; i++)
        {
            json.WriteStartObject();
            Number(json, "logDensity", report.Result.Values[i]);
            Number(json, "stepError", report.StepErrors[i]);
            Number(json, "probeError", report.Result.ProbeErrors[i]);
            json.WriteEndObject();
            if (json.BytesPending > MostPending)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
