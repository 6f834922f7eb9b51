using System.Text.Json;
using ScoreSde.Cli.Tables;
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
        json.WriteFinite("seconds", report.Seconds);
        json.WriteFinite("meanLogDensity", report.Result.Mean);
        json.WriteFinite("standardError", report.Result.StandardError);
        json.WriteFinite("probeError", report.ProbeError);
        json.WriteFinite("meanStepError", report.StepErrors.Average());
        json.WriteFinite("largestStepError", report.StepErrors.Max());
        json.WriteFinite("differenceStep", report.DifferenceStep);
        json.WriteFinite("differenceError", report.DifferenceError);
        json.WriteFinite("largestDifferenceFromClosedForm", report.LargestGap);
        json.WriteFinite("bitsPerDimension", report.BitsPerDimension);
        json.WriteFinite("variationalBound", -report.Bound?.Mean - report.Shift);
        json.WriteFinite("weightedBound", report.Weighted?.Mean - report.Shift);
        json.WriteFinite("weightedBoundError", report.Weighted?.StandardError);
        json.WriteFinite("effectivePaths", report.Weighted?.EffectivePaths.Average());
        json.WriteStartArray("rows");
        for (int i = 0; i < report.StepErrors.Length; i++)
        {
            json.WriteStartObject();
            json.WriteFinite("logDensity", report.Result.Values[i]);
            json.WriteFinite("stepError", report.StepErrors[i]);
            json.WriteFinite("probeError", report.Result.ProbeErrors[i]);
            json.WriteEndObject();
            if (json.BytesPending > MostPending)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
