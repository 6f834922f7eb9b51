using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Calibrating;

/// <summary>Where findings go beside the terminal.</summary>
/// <param name="Json">A file of JSON, if any.</param>
/// <param name="Csv">A file of comma-separated values, if any.</param>
/// <param name="Page">A page, if any.</param>
internal sealed record CalibrationFiles(string? Json, string? Csv, string? Page)
{
    /// <summary>Writes what was asked for.</summary>
    /// <exception cref="Data.DataFileException">A file cannot be written.</exception>
    public void Write(CalibrationReport report, Terminal terminal)
    {
        foreach ((string? path, Action<Stream, CalibrationReport> write) in new (string?, Action<Stream, CalibrationReport>)[] { (Json, CalibrationJson.Write), (Csv, CalibrationCsv.Write), (Page, CalibrationPage.Write) })
        {
            if (path is not null)
            {
                ResultFile.Write(path, terminal, stream => write(stream, report));
            }
        }
    }
}
