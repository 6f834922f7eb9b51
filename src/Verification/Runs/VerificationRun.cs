using ScoreSde.Verification.Laws;

namespace ScoreSde.Verification.Runs;

/// <summary>Checks properties one after the other.</summary>
public static class VerificationRun
{
    /// <summary>Checks every known property that is asked for.</summary>
    /// <param name="options">Which, and on what.</param>
    /// <param name="progress">Told the index of the property that begins, how many there are, and its name.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static VerificationReport Run(VerificationOptions options, Action<int, int, string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Run(options.Choose(KnownProperties.All), options.Context, progress);
    }

    /// <summary>Checks the given properties.</summary>
    public static VerificationReport Run(
        IReadOnlyList<IProperty> properties, PropertyContext context, Action<int, int, string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(context);
        var records = new PropertyRecord[properties.Count];
        for (int i = 0; i < records.Length; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(i, records.Length, properties[i].Name);
            records[i] = new(properties[i], properties[i].Check(context));
        }

        return new(records);
    }
}
