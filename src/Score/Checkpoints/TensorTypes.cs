namespace ScoreSde.Checkpoints;

/// <summary>Words and sizes of the element types.</summary>
internal static class TensorTypes
{
    public static string Word(this TensorType type) => Enum.GetName(type)!;

    public static int Size(this TensorType type) => type switch
    {
        TensorType.F32 => sizeof(float),
        TensorType.F64 => sizeof(double),
        TensorType.I64 => sizeof(long),
        TensorType.U8 => sizeof(byte),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type."),
    };

    // Not Enum.Parse, which would take "f32" and "0" too.
    public static bool TryParse(string? word, out TensorType type)
    {
        int index = Array.IndexOf(Enum.GetNames<TensorType>(), word);
        type = index < 0 ? default : Enum.GetValues<TensorType>()[index];
        return index >= 0;
    }
}
