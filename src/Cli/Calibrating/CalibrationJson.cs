using System.Text.Encodings.Web;
using System.Text.Json;
using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary>
/// What was found as JSON (docs/calibration.schema.json): settings, and for each case and method its bias against the exact posterior, the evidence that it gave, and the ranks of truths
/// in every quantity, each where there is one. A number that is not finite becomes null.
/// </summary>
internal static class CalibrationJson
{
    /// <summary>The version of the form: raised where a name changes its meaning or goes; new names may come without.</summary>
    public const int Version = 1;

    /// <summary>Writes it.</summary>
    public static void Write(Stream stream, CalibrationReport report)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("process", report.Process);
        json.WriteString("grid", report.Grid);
        json.WriteNumber("steps", report.Steps);
        json.WriteNumber("seed", report.Seed);
        json.WriteNumber("truths", report.Truths);
        json.WriteNumber("samplesOfTruth", report.Samples);
        json.WriteStartArray("cases");
        foreach (CalibratedCase problem in report.Cases)
        {
            json.WriteStartObject();
            json.WriteString("name", problem.Name);
            json.WriteStartArray("methods");
            foreach (CalibratedMethod method in problem.Methods)
            {
                Write(json, method);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CalibratedMethod method)
    {
        json.WriteStartObject();
        json.WriteString("name", method.Name);
        json.WriteNumber("nfe", method.Evaluations);
        json.WriteBoolean("diverged", method.IsDiverged);
        if (method.Bias is { } bias)
        {
            json.WriteStartObject("bias");
            json.WriteNumber("samples", bias.Samples);
            json.WriteFinite("mean", bias.Mean);
            json.WriteFinite("meanStandardError", bias.StandardError);
            json.WriteFinite("spread", bias.Spread);
            json.WriteFinite("covariance", bias.Covariance);
            json.WriteEndObject();
            if (bias.Evidence is { } evidence)
            {
                json.WriteStartObject("evidence");
                json.WriteFinite("log", evidence.Log);
                json.WriteFinite("standardError", evidence.StandardError);
                json.WriteFinite("exact", evidence.Exact);
                json.WriteFinite("effectiveParticles", evidence.EffectiveParticles);
                json.WriteEndObject();
            }
        }

        if (method.Ranks is { } ranks)
        {
            Write(json, ranks);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Calibration ranks)
    {
        json.WriteStartObject("calibration");
        json.WriteFinite("p", ranks.PValue);
        json.WriteString("verdict", RankVerdict.Of(ranks));
        json.WriteString("leastEven", ranks.Least.Quantity);
        json.WriteStartArray("quantities");
        foreach (RankCounts counts in ranks.Ranks)
        {
            json.WriteStartObject();
            json.WriteString("name", counts.Quantity);
            json.WriteFinite("p", counts.PValue);
            json.WriteString("shape", counts.Shape.ToString().ToLowerInvariant());
            json.WriteStartArray("ranks");
            foreach (int count in counts.Counts)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
