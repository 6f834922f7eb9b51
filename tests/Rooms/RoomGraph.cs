using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ScoreSde.Tests.Rooms;

/// <summary>
/// Which rooms (namespaces) of one assembly use which: by base types, interfaces, members' types, attributes and every instruction. What the compiler folds away
/// (constants, names, documentation) is no use.
/// </summary>
internal sealed class RoomGraph
{
    private static readonly OpCode[] Short = new OpCode[256];
    private static readonly OpCode[] Long = new OpCode[256];

    private readonly MetadataReader _metadata;
    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _arrows = [];

    static RoomGraph()
    {
        foreach (OpCode code in typeof(OpCodes).GetFields().Select(field => field.GetValue(null)).OfType<OpCode>())
        {
            (code.Size == 1 ? Short : Long)[code.Value & 0xff] = code;
        }
    }

    /// <param name="file">The assembly.</param>
    public RoomGraph(string file)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        _metadata = assembly.GetMetadataReader();
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            string from = Room(handle);
            if (from.StartsWith("ScoreSde", StringComparison.Ordinal))
            {
                Rooms.Add(from);
                new Reader(_metadata, assembly, used => Arrow(handle, from, used)).Read(handle);
            }
        }
    }

    /// <summary>All rooms.</summary>
    public SortedSet<string> Rooms { get; } = [];

    /// <summary>Every pair of rooms of which the first uses the second, with the types by which.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Arrows => _arrows;

    private void Arrow(TypeDefinitionHandle by, string from, TypeDefinitionHandle used)
    {
        string to = Room(used);
        if (to != from && to.StartsWith("ScoreSde", StringComparison.Ordinal))
        {
            if (!_arrows.TryGetValue((from, to), out SortedSet<string>? types))
            {
                _arrows.Add((from, to), types = []);
            }

            types.Add($"{Name(by)} → {Name(used)}");
        }
    }

    private string Room(TypeDefinitionHandle handle) => _metadata.GetString(_metadata.GetTypeDefinition(Outermost(handle)).Namespace);

    private string Name(TypeDefinitionHandle handle) => _metadata.GetString(_metadata.GetTypeDefinition(Outermost(handle)).Name);

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle handle)
    {
        while (_metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
        {
            handle = outer;
        }

        return handle;
    }

    // All that one type names.
    private sealed class Reader(MetadataReader metadata, PEReader assembly, Action<TypeDefinitionHandle> use) : ISignatureTypeProvider<int, int>
    {
        public void Read(TypeDefinitionHandle handle)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            Of(type.BaseType);
            Of(type.GetInterfaceImplementations().Select(one => metadata.GetInterfaceImplementation(one).Interface));
            Of(type.GetCustomAttributes().Select(one => metadata.GetCustomAttribute(one).Constructor));
            Of(type.GetGenericParameters().SelectMany(one => metadata.GetGenericParameter(one).GetConstraints()).Select(one => metadata.GetGenericParameterConstraint(one).Type));
            foreach (FieldDefinitionHandle field in type.GetFields())
            {
                _ = metadata.GetFieldDefinition(field).DecodeSignature(this, 0);
            }

            foreach (MethodDefinition method in type.GetMethods().Select(metadata.GetMethodDefinition))
            {
                _ = method.DecodeSignature(this, 0);
                Of(method.GetGenericParameters().SelectMany(one => metadata.GetGenericParameter(one).GetConstraints()).Select(one => metadata.GetGenericParameterConstraint(one).Type));
                if (method.RelativeVirtualAddress != 0)
                {
                    Body(assembly.GetMethodBody(method.RelativeVirtualAddress));
                }
            }
        }

        private void Body(MethodBodyBlock body)
        {
            if (!body.LocalSignature.IsNil)
            {
                _ = metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, 0);
            }

            Of(body.ExceptionRegions.Select(region => region.CatchType));
            BlobReader code = body.GetILReader();
            while (code.RemainingBytes > 0)
            {
                byte first = code.ReadByte();
                OpCode operation = first == 0xfe ? Long[code.ReadByte()] : Short[first];
                switch (operation.OperandType)
                {
                    case OperandType.InlineNone:
                        break;
                    case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                        code.Offset++;
                        break;
                    case OperandType.InlineVar:
                        code.Offset += 2;
                        break;
                    case OperandType.InlineI8 or OperandType.InlineR:
                        code.Offset += 8;
                        break;
                    case OperandType.InlineSwitch:
                        int targets = code.ReadInt32();
                        code.Offset += 4 * targets;
                        break;
                    case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                        Of(MetadataTokens.EntityHandle(code.ReadInt32()));
                        break;
                    default:
                        code.Offset += 4;
                        break;
                }
            }
        }

        private void Of(IEnumerable<EntityHandle> handles)
        {
            foreach (EntityHandle handle in handles)
            {
                Of(handle);
            }
        }

        private void Of(EntityHandle handle)
        {
            switch (handle.IsNil ? default : handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    use((TypeDefinitionHandle)handle);
                    break;
                case HandleKind.TypeSpecification:
                    _ = metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, 0);
                    break;
                case HandleKind.MethodDefinition:
                    use(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.FieldDefinition:
                    use(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.MemberReference:
                    Of(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                    break;
                case HandleKind.MethodSpecification:
                    MethodSpecification method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Of(method.Method);
                    _ = method.DecodeSignature(this, 0);
                    break;
                default:
                    break;
            }
        }

        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            use(handle);
            return 0;
        }

        public int GetTypeFromSpecification(MetadataReader reader, int genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
        {
            Of(handle);
            return 0;
        }

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(int genericContext, int index) => 0;

        public int GetGenericTypeParameter(int genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;
    }
}
