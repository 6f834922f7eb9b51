using System.Text.Json;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Verification.Runs;

/// <summary>A report as JSON: a list of objects with name, statement, source, cases, measured, expected, tolerance and verdict.</summary>
public static class ReportJson
{
    /// <summary>Writes the list; numbers that JSON has no word for become null.</summary>
    public static void Write(VerificationReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions
        {
            Indented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        writer.WriteStartArray();
        foreach (PropertyRecord record in report.Records)
        {
            Write(writer, record);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, PropertyRecord record)
    {
        (IProperty property, PropertyResult result) = (record.Property, record.Result);
        writer.WriteStartObject();
        writer.WriteString("name", property.Name);
        writer.WriteString("statement", property.Statement);
        writer.WriteString("source", property.Source);
        writer.WriteString("subject", property.Subject.ToString().ToLowerInvariant());
        if (property.Solver is not null)
        {
            writer.WriteString("solver", property.Solver);
        }

        writer.WriteString("verdict", VerdictWord.Of(result.Verdict));
        writer.WriteNumber("cases", result.Cases);
        writer.WriteNumber("seed", result.Seed);
        if (result.Worst is { } worst)
        {
            writer.WriteString("quantity", worst.What);
            Number(writer, "measured", worst.Measured);
            writer.WriteString("relation", worst.Relation switch { Relation.AtMost => "≤", Relation.AtLeast => "≥", _ => "=" });
            Number(writer, "expected", worst.Expected);
            Number(writer, "tolerance", worst.Tolerance);
        }

        if (result.Reason is not null)
        {
            writer.WriteString("reason", result.Reason);
        }

        if (result.Remark is not null)
        {
            writer.WriteString("remark", result.Remark);
        }

        if (result.Failure is { } failure)
        {
            writer.WriteStartObject("counterexample");
            writer.WriteNumber("case", failure.Case);
            writer.WriteString("text", failure.Text);
            writer.WriteString("original", failure.Original);
            writer.WriteString("reason", failure.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
